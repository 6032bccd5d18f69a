// Who goes by keys goes on where they were: a choice that opens the same page anew gives the focus back, and a choice
// that keys pass through step by step is applied after the last.

const HELD = "gongxing:focus"; // where the focus goes on the page that comes; nothing of a view

let byKeys = false;
addEventListener("keydown", () => { byKeys = true; }, true);
addEventListener("pointerdown", () => { byKeys = false; }, true);

/** @param {Element} element @returns {string} what it says, without what is said of its state */
function wordsOf(element) {
  const own = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
  return own?.textContent?.trim() ?? "";
}

/** Give the focus to an element of the next page, if that is this page again. @param {Element | null} element @param {boolean} [post] whether a form is sent that changes something */
export function holdFocus(element, post = false) {
  if (!element || element === document.body) return;
  const { id, tagName } = element;
  const held = { path: location.pathname, post, id, tag: tagName, name: element.getAttribute("name"), value: element.getAttribute("value"), words: wordsOf(element) };
  try {
    sessionStorage.setItem(HELD, JSON.stringify(held));
  } catch { /* a browser that keeps nothing: the page begins at its top */ }
}

/** @returns {any} what the page before has held for this one */
function heldHere() {
  try {
    const held = JSON.parse(sessionStorage.getItem(HELD) ?? "null");
    sessionStorage.removeItem(HELD);
    return held?.path === location.pathname ? held : null;
  } catch {
    return null;
  }
}

/** @param {any} held @returns {Element | null} */
function found(held) {
  if (held.id) return document.getElementById(held.id);
  const alike = [...document.querySelectorAll(held.tag)].filter((one) => one.checkVisibility());
  return alike.find((one) => one.getAttribute("name") === held.name && one.getAttribute("value") === held.value && wordsOf(one) === held.words) ?? null;
}

/** Put the focus where the page before held it, or onto what the page says has happened. */
function restore() {
  const held = heldHere();
  if (!held || location.hash) return;
  const said = document.querySelector('main [role="status"].said, main [role="alert"].said');
  const onto = held.post ? said ?? found(held) : found(held) ?? said;
  if (onto instanceof HTMLElement) {
    if (onto === said) onto.tabIndex = -1;
    onto.focus();
  }
}

/** Hold the focus for the pages that come, and take up what the page before held. */
export function startFocus() {
  addEventListener("DOMContentLoaded", restore); // when the scripts of the page have made their controls
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (byKeys && !event.defaultPrevented && link instanceof HTMLAnchorElement && link.origin === location.origin && link.pathname === location.pathname) holdFocus(link);
  });
  document.addEventListener("submit", (event) => {
    if (byKeys && !event.defaultPrevented) holdFocus(document.activeElement, event.target instanceof HTMLFormElement && event.target.method === "post");
  });
}

let waits = 0;

/** Send a form for a choice: at once by mouse, and by keys when they have come to rest. @param {HTMLFormElement} form @param {HTMLElement | null} [button] */
export function apply(form, button = null) {
  clearTimeout(waits);
  waits = setTimeout(() => form.requestSubmit(button), byKeys ? 500 : 0);
}
