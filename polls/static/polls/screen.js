// The screen of a hall looks again by itself, until the link that stops it is pressed. Without this it is reloaded by hand.

const { again } = document.querySelector("[data-again]").dataset;
setTimeout(() => location.reload(), Number(again) * 1000);
