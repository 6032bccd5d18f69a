// Figures: the server's picture until the same specification is drawn live. Nothing is asked of another host.
// One of very many marks (data-many) stays a picture until someone points at it, or a region is selected anywhere.
import { onSelection, select, selected } from "./selection.js";

/** @type {Promise<any> | null} */
let loading = null;

/** Load the charts' script of this workbench once. @returns {Promise<any>} vegaEmbed */
function vegaEmbed() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.body.dataset.vega ?? "";
    script.addEventListener("load", () => resolve(/** @type {any} */ (window).vegaEmbed));
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return loading;
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const phone = matchMedia("(max-width: 40rem)");

/** @param {HTMLElement} figure @returns {string} where the specification for the present look and width is */
function addressOf(figure) {
  const light = figure.dataset.figure ?? "";
  const address = dark.matches && figure.dataset.figureDark ? figure.dataset.figureDark : light;
  return phone.matches ? address.replace(/\bon=page\b/, "on=phone") : address;
}

/**
 * Tie a drawn view to the selection of the page.
 * @param {any} view Vega's view
 * @param {{ parameter?: string, field?: string }} about what the specification says of itself
 * @param {HTMLElement} figure
 */
function link(view, about, figure) {
  const { parameter, field } = about;
  if (!parameter || !field) return;
  const store = `${parameter}_store`;
  try {
    view.data(store);
  } catch {
    return; // this chart has no selection
  }
  let told = "";
  view.addSignalListener(parameter, (/** @type {string} */ _name, /** @type {any} */ value) => {
    const clicked = (value?.[field] ?? []).map(String);
    const regions = clicked.filter((/** @type {string} */ code) => /^\d{6}$/.test(code));
    if (clicked.length && !regions.length) return show(selected()); // a border or a line: no region
    if (regions.join() === told) return;
    told = regions.join();
    select(regions, figure);
  });
  /** @param {string[]} regions */
  const show = (regions) => {
    told = regions.join();
    const unit = view.data(store)[0]?.unit ?? "";
    const fields = [{ type: "E", field }];
    view.data(store, regions.map((code) => ({ unit, fields, values: [code] }))).runAsync();
  };
  if (selected().length) show(selected());
  onSelection(({ regions, from }) => { if (from !== figure && regions.join() !== told) show(regions); });
  step(figure);
}

/** Let the arrow keys go through the regions of a figure, in the order of its table, as they do through a list. @param {HTMLElement} figure */
function step(figure) {
  const canvas = figure.querySelector(".canvas");
  const regions = [...new Set([...figure.querySelectorAll(".twin [data-region]")].map((row) => row.getAttribute("data-region") ?? ""))];
  if (!(canvas instanceof HTMLElement) || !regions.length || canvas.dataset.steps || document.getElementById("draw")) return;
  canvas.dataset.steps = "1";
  canvas.setAttribute("aria-describedby", "figure-keys");
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = regions.length - 1;
    const now = regions.indexOf(selected()[0] ?? "");
    const next = { ArrowDown: Math.min(now + 1, last), ArrowUp: Math.max(now - 1, 0), Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    select([regions[next]], canvas);
  });
}

/** Draw one figure live in place of its picture. @param {HTMLElement} figure */
export async function upgrade(figure) {
  const canvas = figure.querySelector(".canvas");
  if (!(canvas instanceof HTMLElement)) return;
  const address = addressOf(figure);
  const [embed, answer] = await Promise.all([vegaEmbed(), fetch(address)]);
  if (!answer.ok) return;
  const specification = await answer.json();
  const place = document.createElement("div");
  place.className = "live";
  place.hidden = true;
  canvas.append(place);
  const { view } = await embed(place, specification, {
    ast: true, // no code from strings: the policy of the page forbids it
    actions: false,
    defaultStyle: false,
    renderer: "svg",
    tooltip: { disableDefaultStyle: true },
    loader: { load: () => Promise.reject(new Error("a figure asks for nothing")) },
  });
  canvas.querySelector("picture")?.setAttribute("hidden", "");
  canvas.querySelector(".live:not([hidden])")?.remove();
  place.hidden = false;
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", canvas.querySelector("img")?.alt ?? "");
  place.querySelector("svg")?.setAttribute("aria-hidden", "true");
  figure.dataset.drawn = address;
  link(view, specification.usermeta?.gongxing ?? {}, figure);
  figure.dispatchEvent(new CustomEvent("gongxing:drawn", { bubbles: true, detail: { view } }));
}

/**
 * Draw a figure of very many marks once it is wanted. The charts' script is fetched before.
 * @param {HTMLElement} figure
 */
function drawWhenWanted(figure) {
  vegaEmbed().catch(() => undefined);
  const wanted = ["pointerenter", "pointerdown", "focusin"];
  let asked = false;
  const draw = () => {
    if (asked) return;
    asked = true;
    for (const name of wanted) figure.removeEventListener(name, draw);
    upgrade(figure).catch(() => undefined); // the picture stays
  };
  for (const name of wanted) figure.addEventListener(name, draw);
  onSelection(({ regions }) => { if (regions.length) draw(); });
}

/**
 * Fetch the pictures for paper. Printing does not wait for them: they are fetched when the key of Ctrl+P goes down, and
 * what is not there when the page is printed goes as it is on the screen, a dark one turned light.
 * @param {boolean} printing whether the page is printed now
 */
function readyForPaper(printing) {
  for (const picture of document.querySelectorAll(".on-paper")) {
    if (!(picture instanceof HTMLImageElement)) continue;
    picture.loading = "eager";
    const canvas = picture.closest(".canvas"), drawn = canvas?.closest("figure")?.dataset.drawn;
    if (!(canvas instanceof HTMLElement) || !printing) continue;
    delete canvas.dataset.asSeen;
    if (drawn && !(picture.complete && picture.naturalWidth)) canvas.dataset.asSeen = drawn.includes("theme=dark") ? "dark" : "light";
  }
}

/** Draw the figures of a part of the page as they come near. @param {ParentNode} [part] */
export function upgradeFigures(part = document) {
  const figures = /** @type {HTMLElement[]} */ ([...part.querySelectorAll("[data-figure]")]);
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting || !(entry.target instanceof HTMLElement)) continue;
      near.unobserve(entry.target);
      if (entry.target.hasAttribute("data-many")) drawWhenWanted(entry.target);
      else upgrade(entry.target).catch(() => undefined); // the picture stays
    }
  }, { rootMargin: "400px" });
  for (const figure of figures) near.observe(figure);
  addEventListener("keydown", (event) => { if (event.key === "Control" || event.key === "Meta") readyForPaper(false); });
  addEventListener("beforeprint", () => readyForPaper(true));
  const again = () => {
    for (const figure of figures) if (figure.dataset.drawn && figure.dataset.drawn !== addressOf(figure)) upgrade(figure).catch(() => undefined);
  };
  dark.addEventListener("change", again);
  phone.addEventListener("change", again);
}
