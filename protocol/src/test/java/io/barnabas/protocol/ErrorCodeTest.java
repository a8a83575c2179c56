package io.barnabas.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {

  @Test
  void everyErrorHasTheNameAndCodeOfKafkaClients() {
    assertEquals(Errors.values().length, ErrorCode.values().length);
    for (Errors theirs : Errors.values()) {
      assertEquals(theirs.name(), ErrorCode.forCode(theirs.code()).name());
      assertEquals(theirs.code(), ErrorCode.valueOf(theirs.name()).code());
    }
  }

  @Test
  void errorIsRetriableWhereKafkaClientsThrowsARetriableException() {
    for (Errors theirs : Errors.values()) {
      boolean retriable = theirs.exception() instanceof RetriableException;
      assertEquals(retriable, ErrorCode.forCode(theirs.code()).retriable(), theirs.name());
    }
  }

  @Test
  void unknownCodeIsAnUnknownServerError() {
    assertSame(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.forCode((short) -2));
    assertSame(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.forCode((short) 134));
    assertSame(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.forCode(Short.MAX_VALUE));
  }
}
