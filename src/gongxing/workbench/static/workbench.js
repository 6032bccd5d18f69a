// What every page does with scripts: keys, the list of keys, menus that close, the link to this view, lists by arrow.
import { upgradeFigures } from "./figure.js";
import { apply, startFocus } from "./focus.js";
import { say } from "./saying.js";
import { clearSelection, startSelection, toggle } from "./selection.js";

/** @param {EventTarget | null} target @returns {boolean} whether keys there are text */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** @returns {HTMLDialogElement | null} */
const keysDialog = () => /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));

/** Move in the list of this page: the elements with data-row. @param {number} by */
function moveInList(by) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]);
  if (!rows.length) return false;
  const now = rows.findIndex((row) => row.classList.contains("at"));
  const next = rows[Math.min(Math.max(now + by, 0), rows.length - 1)];
  for (const row of rows) row.classList.toggle("at", row === next);
  const link = next.querySelector("a[href]");
  if (link instanceof HTMLElement) link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

let going = false;
/** @type {Element | null} */
let before = null; // where the focus was when the search was asked for

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "Escape") return onEscape(event);
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || keysDialog()?.open) return;
  if (going) {
    going = false;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    const home = event.key === "h" ? document.querySelector(".brand") : null;
    const chosen = link ?? home;
    if (chosen instanceof HTMLElement) {
      event.preventDefault();
      chosen.click();
    }
    return;
  }
  const by = /** @type {Record<string, number>} */ ({ j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 })[event.key];
  if (event.key === "/") {
    const field = document.getElementById("find");
    if (field instanceof HTMLInputElement) {
      event.preventDefault();
      before = document.activeElement;
      field.focus();
      field.select();
    }
  } else if (event.key === "?") {
    event.preventDefault();
    keysDialog()?.showModal();
  } else if (event.key === "s") {
    const row = document.activeElement?.closest("[data-region]") ?? document.querySelector(".at[data-region]");
    if (row) toggle(row.getAttribute("data-region") ?? "", event.shiftKey);
  } else if (event.key === "g") {
    going = true;
    setTimeout(() => { going = false; }, 1500);
  } else if (by && (event.key.length === 1 || document.querySelector(".at")) && moveInList(by)) {
    event.preventDefault();
  }
}

/** Close the nearest thing that is open. @param {KeyboardEvent} event */
function onEscape(event) {
  const menu = document.querySelector("details.menu[open]");
  if (menu instanceof HTMLDetailsElement) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  } else if (event.target instanceof HTMLElement && event.target.id === "find") {
    const back = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : document.getElementById("content");
    back?.focus({ preventScroll: true });
  } else if (isTyping(event.target) && event.target instanceof HTMLElement) {
    event.target.blur(); // Tab goes on from here
  } else if (!keysDialog()?.open) {
    clearSelection();
  }
}

/** Copy the address of this view rather than follow it. @param {Event} event */
async function onCopyLink(event) {
  const link = event.currentTarget;
  if (!(link instanceof HTMLAnchorElement) || !navigator.clipboard) return;
  event.preventDefault();
  const address = new URL(link.href);
  const selected = new URL(location.href).searchParams.getAll("select");
  address.searchParams.delete("select");
  for (const code of selected) address.searchParams.append("select", code);
  try {
    await navigator.clipboard.writeText(address.href);
    const words = link.dataset.copied ?? "";
    say(words);
    const before = link.textContent;
    link.textContent = words;
    setTimeout(() => { link.textContent = before; }, 2000);
  } catch {
    location.assign(address.href);
  }
}

document.addEventListener("keydown", onKey);
document.querySelector("[data-copy-link]")?.addEventListener("click", onCopyLink);
document.querySelector("[data-keys]")?.addEventListener("click", (event) => {
  event.preventDefault();
  keysDialog()?.showModal();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu instanceof HTMLDetailsElement && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  }
});
// A form that is marked so is sent when a field of it changes; its button is for those without scripts.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form instanceof HTMLFormElement && apply(form));
}
startFocus();
startSelection();
upgradeFigures();
