// The outline: a finding is put in where the cursor stands, by its button or by dragging it there.
import { say } from "./saying.js";

const outline = document.getElementById("outline");
if (outline instanceof HTMLTextAreaElement && !outline.readOnly) {
  for (const finding of document.querySelectorAll("[data-cite]")) {
    if (!(finding instanceof HTMLElement)) continue;
    const words = finding.dataset.cite ?? "";
    const button = finding.querySelector("button");
    if (button) button.hidden = false;
    button?.addEventListener("click", () => {
      outline.setRangeText(words, outline.selectionStart, outline.selectionEnd, "end");
      outline.dispatchEvent(new Event("input", { bubbles: true }));
      outline.focus();
      say(button.dataset.said ?? "");
    });
    finding.draggable = true;
    finding.addEventListener("dragstart", (event) => {
      event.dataTransfer?.setData("text/plain", words);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = "copy";
    });
  }
}
