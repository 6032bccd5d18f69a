// Drawing a project: regions clicked on the map go into the two lists, and the address holds the choice.
import { apply } from "./focus.js";
import { CLEARED, onSelection, select } from "./selection.js";
import { walkByKeys } from "./walk.js";

const form = document.getElementById("draw");
if (form instanceof HTMLFormElement) {
  const ends = /** @type {HTMLSelectElement[]} */ (["a", "b"].map((name) => form.elements.namedItem(name)));
  /** @param {HTMLSelectElement} list @param {string} code */
  const offers = (list, code) => [...list.options].some((one) => one.value === code);
  const chosen = () => ends.map((one) => one.value).filter(Boolean);

  /** Put the choice into the address, and mark it on the map. @param {unknown} [from] */
  const tell = (from) => {
    const address = new URL(location.href);
    for (const name of ["kind", "within", "a", "b"]) {
      const value = new FormData(form).get(name);
      if (value) address.searchParams.set(name, String(value));
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
    select(chosen(), from);
  };

  // A first click is one end, the second the other, a third begins anew; a click on an end takes it away.
  onSelection(({ regions, from }) => {
    if (from === form) return;
    const clicked = regions.filter((code) => offers(ends[0], code));
    if (!from && !clicked.length) return;
    const now = chosen();
    let next = clicked.slice(0, 2);
    if (from && clicked.length === 1) {
      const [code] = clicked;
      next = now.includes(code) ? now.filter((one) => one !== code) : now.length === 1 ? [now[0], code] : [code];
    }
    if (from && !clicked.length) next = from === CLEARED || now.length === 1 ? [] : now;
    ends[0].value = next[0] ?? "";
    ends[1].value = next[1] ?? "";
    queueMicrotask(() => tell(form));
  });

  /** @param {string} code @returns {string} what it is called, and which end it is */
  const wordsOf = (code) => {
    const end = ends.find((one) => one.value === code);
    const name = [...ends[0].options].find((one) => one.value === code)?.text ?? code;
    return end ? `${name} · ${end.labels[0]?.textContent ?? ""}` : name;
  };
  const map = document.querySelector("[data-figure] .canvas");
  document.addEventListener("gongxing:drawn", () => {
    if (map instanceof HTMLElement) walkByKeys(map, { offers: (code) => offers(ends[0], code), wordsOf, hint: document.getElementById("map-keys") });
  }, { once: true });

  if (chosen().length) tell(form);
  for (const one of ends) one.addEventListener("change", () => tell(form));
  // Another kind has another range, source and places: the page says them.
  for (const one of form.querySelectorAll('input[name="kind"], #within')) one.addEventListener("change", () => apply(form, form.querySelector("button.second")));
}
