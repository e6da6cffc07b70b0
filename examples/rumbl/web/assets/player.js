// Puts the player of a video into its place on the watch page once somebody wants to see it; nothing is asked of YouTube before.
const video = document.getElementById("video");
const player = video?.dataset.playerId;

if (player) {
  const play = document.createElement("button");
  play.type = "button";
  play.className = "play";
  play.setAttribute("aria-label", "Play");
  play.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = `https://www.youtube-nocookie.com/embed/${encodeURIComponent(player)}?autoplay=1`;
    frame.title = document.querySelector("h1").textContent;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    video.replaceChildren(frame);
    frame.focus();
  });
  video.replaceChildren(play);
} else if (video) {
  const note = document.createElement("p");
  note.textContent = "This address names no video that can be played here.";
  video.replaceChildren(note);
}
