package io.barnabas.producer.model;

/** What a broker may do wrong now and then, to see that the model notices. */
enum Wrong {
  NOTHING,
  ACKNOWLEDGES_WITHOUT_WRITING,
  WRITES_TWICE,
  REFUSES_WHAT_IT_WRITES,
  LOSES_WHAT_IS_REPLICATED,
  WRITES_OUT_OF_ORDER
}
