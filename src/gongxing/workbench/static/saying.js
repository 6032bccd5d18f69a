// What is said to those who listen rather than see.

/** Say something in the page's live region. @param {string} words */
export function say(words) {
  const live = document.getElementById("live");
  if (live) live.textContent = words;
}
