// The reader: an address like #310 opens the part of a long text that holds this character.

const offset = /^#(\d{1,9})$/.exec(location.hash)?.[1];
if (offset && !document.getElementById(offset)) {
  const address = new URL(location.href);
  const at = `${offset}-${Number(offset) + 1}`;
  if (address.searchParams.get("at") !== at && !address.searchParams.has("fact")) {
    address.searchParams.set("at", at);
    location.replace(address);
  }
}
