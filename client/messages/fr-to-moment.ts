/** French wording of the way from a message back to what it is about. */
export const frToMoment = {
  toMoment: "Le moment",
  "toMoment.label": "Le moment, {title}",
};
