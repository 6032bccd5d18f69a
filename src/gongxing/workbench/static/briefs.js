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
      // No cursor was put into the text: at its end, for the head of the outline holds no findings.
      const head = /^\+\+\+[^]*?\n\+\+\+/.exec(outline.value)?.[0].length ?? 0;
      const end = outline.value.length;
      if (outline.selectionStart > head) outline.setRangeText(words, outline.selectionStart, outline.selectionEnd, "end");
      else outline.setRangeText(`\n${words}\n`, end, end, "end");
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
