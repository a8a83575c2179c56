package io.barnabas.network.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.barnabas.protocol.ErrorCode;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorExceptionsTest {

  @ParameterizedTest
  @EnumSource(Errors.class)
  void isTheExceptionOfKafkaClients(Errors theirs) {
    ErrorCode code = ErrorCode.forCode(theirs.code());
    ApiException ours = ErrorExceptions.of(code);
    if (theirs == Errors.NONE) {
      assertNull(ours);
      return;
    }
    assertEquals(theirs.name(), code.name());
    assertSame(theirs.exception().getClass(), ours.getClass());
    assertEquals(theirs.message(), ours.getMessage());
    ApiException told = ErrorExceptions.of(code, "the broker's words");
    assertSame(theirs.exception().getClass(), told.getClass());
    assertEquals(theirs.exception("the broker's words").getMessage(), told.getMessage());
  }

  @Test
  void isANewOneEachTime() {
    assertNotSame(
        ErrorExceptions.of(ErrorCode.NOT_CONTROLLER), ErrorExceptions.of(ErrorCode.NOT_CONTROLLER));
  }
}
