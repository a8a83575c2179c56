package io.barnabas.it.chaos;

/** What befalls the leader of a partition. */
enum Fault {
  /** SIGKILL, and a new start once another leads. */
  KILL,
  /** SIGSTOP until another leads and a while longer: it comes back and believes to lead still. */
  PAUSE,
  /** The leadership goes to another broker by a preferred election. */
  MOVE
}
