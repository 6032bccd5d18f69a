// Plans that are ticked stand in the address, and stay ticked when the filters change.

const form = document.getElementById("pick");
form?.addEventListener("change", () => {
  const facts = [...form.querySelectorAll('input[name="fact"]:checked')].map((one) => /** @type {HTMLInputElement} */ (one).value);
  const address = new URL(location.href);
  address.searchParams.delete("fact");
  for (const fact of facts) address.searchParams.append("fact", fact);
  history.replaceState(history.state, "", address);
  const filters = document.querySelector('form[action="/scenarios/new/plans"][method="get"]');
  for (const field of filters?.querySelectorAll('input[name="fact"]') ?? []) field.remove();
  for (const fact of facts) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "fact", value: fact });
    filters?.append(field);
  }
});
