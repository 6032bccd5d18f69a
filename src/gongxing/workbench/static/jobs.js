// A job's progress without loading its page again.
import { say } from "./saying.js";

/** @param {HTMLElement} card */
async function follow(card) {
  const answer = await fetch(card.dataset.job ?? "");
  if (!answer.ok) return;
  const job = await answer.json();
  if (job.over) {
    location.reload(); // the page that comes puts the focus on the way to the result
    return;
  }
  const bar = card.querySelector("progress");
  if (bar && job.total) {
    bar.max = job.total;
    bar.value = job.done;
  }
  const words = card.querySelector("[data-job-words]");
  if (words) words.textContent = job.words;
  const now = card.querySelector("[data-job-now]");
  if (now) now.textContent = job.now;
  if (job.total && job.done % Math.max(1, Math.round(job.total / 5)) === 0) say(job.words);
  setTimeout(() => follow(card), 700);
}

for (const card of document.querySelectorAll('[data-job][data-over="0"]')) {
  if (card instanceof HTMLElement) setTimeout(() => follow(card), 500);
}
