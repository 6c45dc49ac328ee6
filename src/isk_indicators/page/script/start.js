// What happens when the page has been read.

document.documentElement.classList.add("js");
startTables();
startReadings();
showTable([...tables.keys()][0]);
document.addEventListener("click", follow);
document.addEventListener("click", pick);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !byId("pane").hidden) leave();
});
addEventListener("popstate", () => route());
if (location.hash) route();
