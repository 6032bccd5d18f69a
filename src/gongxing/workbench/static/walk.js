// A map walked by keys: arrows go to the region that lies next that way, Enter or Space chooses it. Where one stands is
// ringed and said.
import { say } from "./saying.js";
import { select, selected } from "./selection.js";

export const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SIDEWAYS = 2; // how much dearer a step aside is than one ahead

/** @typedef {{ path: SVGPathElement, x: number, y: number }} Place */

/** @param {HTMLElement} canvas @param {(code: string) => boolean} offers @returns {Map<string, Place>} the regions drawn, each with the middle of what is seen of it */
export function placesOf(canvas, offers) {
  const places = new Map();
  for (const path of canvas.querySelectorAll(".live svg path")) {
    const code = /** @type {any} */ (path).__data__?.datum?.region_code;
    const box = path.getBoundingClientRect();
    if (code && offers(code) && !places.has(code) && box.width) places.set(code, { path, x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }
  return places;
}

/** @param {Map<string, Place>} places @param {string} from @param {number[]} way @returns {string} the region that lies next that way, or where one stands */
export function nextOf(places, from, [right, down]) {
  const here = places.get(from);
  let best = from, least = Infinity;
  for (const [code, place] of places) {
    if (!here || code === from) continue;
    const across = place.x - here.x, along = place.y - here.y;
    const ahead = across * right + along * down, aside = Math.abs(across * down) + Math.abs(along * right);
    const far = ahead + SIDEWAYS * aside;
    if (ahead > 1 && aside <= 2 * ahead && far < least) [best, least] = [code, far];
  }
  return best;
}

/** Ring a region: its outline once more, above the map. @param {HTMLElement} canvas @param {Place | undefined} place */
function ring(canvas, place) {
  const live = canvas.querySelector(".live:not([hidden])");
  live?.querySelector(".ring")?.remove();
  const matrix = place?.path.getScreenCTM();
  if (!live || !place || !matrix) return;
  const corner = live.getBoundingClientRect(), svg = "http://www.w3.org/2000/svg";
  const above = document.createElementNS(svg, "svg");
  above.setAttribute("class", "ring");
  above.setAttribute("aria-hidden", "true");
  for (const name of ["ring-under", "ring-over"]) {
    const line = document.createElementNS(svg, "path");
    line.setAttribute("class", name);
    line.setAttribute("d", place.path.getAttribute("d") ?? "");
    line.setAttribute("transform", `matrix(${[matrix.a, matrix.b, matrix.c, matrix.d, matrix.e - corner.x, matrix.f - corner.y].join(" ")})`);
    above.append(line);
  }
  live.append(above);
}

/**
 * Let the map of a figure be walked by keys.
 * @param {HTMLElement} canvas
 * @param {{ offers: (code: string) => boolean, wordsOf: (code: string) => string, hint: HTMLElement | null }} about the regions that can be chosen, what is said of one, where the keys are told
 */
export function walkByKeys(canvas, { offers, wordsOf, hint }) {
  let at = "";
  const show = () => ring(canvas, document.activeElement === canvas ? placesOf(canvas, offers).get(at) : undefined);
  canvas.setAttribute("role", "application");
  if (hint) {
    hint.hidden = false;
    canvas.setAttribute("aria-describedby", hint.id);
  }
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== canvas) return;
    const places = placesOf(canvas, offers), way = WAYS[/** @type {keyof typeof WAYS} */ (event.key)];
    const choosing = event.key === "Enter" || event.key === " ";
    if (!places.size || !(way || choosing)) return;
    event.preventDefault();
    event.stopPropagation();
    if (choosing && !places.has(at)) return;
    if (choosing) select(selected().join() === at ? [] : [at], canvas);
    else at = places.has(at) ? nextOf(places, at, way) : selected().find((code) => places.has(code)) ?? middleOf(canvas, places);
    show();
    say(wordsOf(at));
  });
  for (const name of ["focus", "blur"]) canvas.addEventListener(name, show);
  new ResizeObserver(show).observe(canvas);
}

/** @param {HTMLElement} canvas @param {Map<string, Place>} places @returns {string} the region nearest the middle of the map */
function middleOf(canvas, places) {
  const box = canvas.getBoundingClientRect();
  const far = (/** @type {Place} */ one) => Math.hypot(one.x - box.x - box.width / 2, one.y - box.y - box.height / 2);
  return [...places].sort(([, one], [, other]) => far(one) - far(other))[0][0];
}
