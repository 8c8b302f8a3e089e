/** Above this share of the usable connections a team should know, because a deploy or a tool takes the rest. */
export const nearlyFull = 0.8;
