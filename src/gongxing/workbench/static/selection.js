// Linked selection: choosing a region in a map, a table or a chart chooses it everywhere, and in the address (?select=).
// Elements with data-region="510100" are marked; figures listen to the event "gongxing:select"; what is selected is said
// and stands at the foot of the page.
import { say } from "./saying.js";

/** @typedef {{ regions: string[], from: unknown }} Selection */

const EVENT = "gongxing:select";
export const CLEARED = "cleared"; // who says so where everything was taken away at once: Esc, the button at the foot

/** @returns {string[]} the adcodes that are selected */
export function selected() {
  return [...new Set(new URL(location.href).searchParams.getAll("select").filter(Boolean))];
}

/**
 * Select regions and nothing else.
 * @param {string[]} regions adcodes
 * @param {unknown} [from] who says so, so that it need not be told
 */
export function select(regions, from = null) {
  const wanted = [...new Set(regions.map(String))];
  if (wanted.join() === selected().join()) return;
  const address = new URL(location.href);
  address.searchParams.delete("select");
  for (const code of wanted) address.searchParams.append("select", code);
  history.replaceState(history.state, "", address);
  announce(from);
}

/** Select one region more, or one less. @param {string} region @param {boolean} many keep the others @param {unknown} [from] */
export function toggle(region, many, from = null) {
  const now = selected();
  const rest = now.filter((code) => code !== region);
  if (now.includes(region)) select(many ? rest : [], from);
  else select(many ? [...now, region] : [region], from);
}

/** Select nothing; the focus stays where it was, or goes to the row that was selected. */
export function clearSelection() {
  const leaving = document.activeElement?.closest("#selection");
  const onto = leaving ? document.querySelector("[data-row].selected a[href]") ?? document.getElementById("content") : null;
  select([], CLEARED);
  if (onto instanceof HTMLElement) onto.focus();
}

/** Be told of each change, and of the present state at once. @param {(selection: Selection) => void} listener */
export function onSelection(listener) {
  document.addEventListener(EVENT, (event) => listener(/** @type {CustomEvent<Selection>} */ (event).detail));
  listener({ regions: selected(), from: null });
}

/** @param {unknown} from */
function announce(from) {
  document.dispatchEvent(new CustomEvent(EVENT, { detail: { regions: selected(), from } }));
}

/** @param {string[]} regions */
function markElements(regions) {
  for (const element of document.querySelectorAll("[data-region]")) {
    const on = regions.includes(element.getAttribute("data-region") ?? "");
    element.classList.toggle("selected", on);
    if (on) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
  }
  // Links and forms of this page that carry the view keep up with it.
  for (const link of document.querySelectorAll("main a[href], .settings a[href], .foot a[href]")) {
    if (!(link instanceof HTMLAnchorElement) || link.dataset.select || link.pathname !== location.pathname || link.origin !== location.origin) continue;
    if (link.getAttribute("href")?.startsWith("#")) continue;
    const address = new URL(link.href);
    address.searchParams.delete("select");
    for (const code of regions) address.searchParams.append("select", code);
    if (address.href !== link.href) link.href = address.href;
  }
  for (const form of document.querySelectorAll("form")) {
    for (const field of form.querySelectorAll('input[type="hidden"][name="select"]')) field.remove();
    if (form.method !== "get" || form.action.includes("/search")) continue;
    for (const code of regions) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "select";
      field.value = code;
      form.append(field);
    }
  }
}

/** @param {string} region @returns {string} what the page calls it */
function nameOf(region) {
  const named = document.querySelector(`[data-region="${CSS.escape(region)}"][data-name]`);
  if (named instanceof HTMLElement) return named.dataset.name ?? region;
  return document.querySelector(`[data-region="${CSS.escape(region)}"] :is(th a, th)`)?.textContent?.trim() || region;
}

/** Show at the foot of the page what is selected, and say it where it changed. @param {string[]} regions @param {boolean} changed */
function tell(regions, changed) {
  const bar = document.getElementById("selection");
  const list = bar?.querySelector("[data-names]");
  if (!bar || !list) return;
  const names = regions.map(nameOf).join(bar.dataset.joint);
  bar.hidden = !regions.length;
  list.textContent = names;
  if (changed) say(regions.length ? `${bar.dataset.words}${names}` : bar.dataset.none ?? "");
}

/** Mark what the address says, and follow clicks on whatever stands for a region. */
export function startSelection() {
  let before = selected().join();
  onSelection(({ regions }) => {
    markElements(regions);
    tell(regions, regions.join() !== before);
    before = regions.join();
  });
  document.querySelector("#selection button")?.addEventListener("click", clearSelection);
  document.addEventListener("click", (event) => {
    const target = event.target;
    const many = event.ctrlKey || event.metaKey || event.shiftKey;
    const link = target instanceof Element ? target.closest("a[data-select]") : null;
    if (link instanceof HTMLElement) {
      event.preventDefault();
      toggle(link.dataset.select ?? "", many);
      return;
    }
    if (!(target instanceof Element) || target.closest("a, button, input, select, textarea, summary, label")) return;
    const region = target.closest("[data-region]")?.getAttribute("data-region");
    if (region) toggle(region, many);
  });
  addEventListener("popstate", () => announce(null));
}
