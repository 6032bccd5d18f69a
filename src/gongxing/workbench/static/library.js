// Files dropped on the form are chosen in it; how many is told.

const form = document.getElementById("drop");
const field = document.getElementById("files");
const told = document.getElementById("chosen");
if (form instanceof HTMLFormElement && field instanceof HTMLInputElement) {
  const tell = () => {
    if (told) told.textContent = [...(field.files ?? [])].map((file) => file.name).slice(0, 8).join(" · ");
  };
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("drop-over");
    });
  }
  form.addEventListener("dragleave", () => form.classList.remove("drop-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("drop-over");
    if (event.dataTransfer?.files.length) {
      field.files = event.dataTransfer.files;
      tell();
      form.requestSubmit();
    }
  });
  field.addEventListener("change", tell);
}
