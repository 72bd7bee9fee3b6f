/** Whether things may move by themselves, as the system and the person have it. */

export const motionIsWelcome = () =>
  !matchMedia("(prefers-reduced-motion: reduce)").matches &&
  document.documentElement.dataset["motion"] !== "calm"
