package io.barnabas.admin.driver;

/** The item of an operation that has only one outcome. */
public enum Whole {
  CLUSTER
}
