// The atlas with scripts: a choice applies at once, and the year is a slider.

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
    // Keys move it step by step: the page waits for the last, and gives the slider back to who was on it.
    let waits = 0;
    slider.addEventListener("change", () => {
      clearTimeout(waits);
      waits = setTimeout(() => {
        form.action = "/atlas#year-slider";
        form.requestSubmit();
      }, 400);
    });
    year.hidden = true;
    label?.append(" ", told);
    year.after(slider);
    if (location.hash === "#year-slider") {
      history.replaceState(history.state, "", location.pathname + location.search);
      slider.focus({ preventScroll: true });
    }
  }
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
}
