// The atlas with scripts: a choice applies at once, and the year is a slider.
import { apply } from "./focus.js";

const form = document.getElementById("atlas");
if (form instanceof HTMLFormElement) {
  const year = form.querySelector("#year");
  if (year instanceof HTMLSelectElement && year.options.length > 2) {
    const years = [...year.options].map((one) => one.value);
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = "0";
    slider.max = String(years.length - 1);
    slider.value = String(year.selectedIndex);
    slider.id = "year-slider";
    const told = document.createElement("output");
    told.value = year.value;
    const label = form.querySelector('label[for="year"]');
    label?.setAttribute("for", slider.id);
    slider.setAttribute("aria-valuetext", year.value);
    slider.addEventListener("input", () => {
      year.selectedIndex = Number(slider.value);
      told.value = year.value;
      slider.setAttribute("aria-valuetext", year.value);
    });
    slider.addEventListener("change", () => apply(form));
    year.hidden = true;
    label?.append(" ", told);
    year.after(slider);
  }
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) apply(form);
  });
}
