package io.barnabas.network.connection;

import static io.barnabas.network.connection.LoopbackBroker.allVersions;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.network.settings.TestSettings;
import io.barnabas.network.transport.PlaintextTransport;
import io.barnabas.network.transport.Transport;
import io.barnabas.protocol.message.ListGroupsRequest;
import io.barnabas.protocol.message.ListGroupsResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;

/** A connection that breaks after any number of bytes. */
@Timeout(60)
class CutPointsTest {

  private static final int UNLIMITED = Integer.MAX_VALUE;

  /** How many bytes the socket takes before it breaks. */
  private int budget = UNLIMITED;

  private int transports;
  private PlaintextTransport last;

  @Test
  void everyCutPointOfARequestTellsSentFromUnsentAndIsNeverResumed() throws Exception {
    int frameBytes = frameBytes();
    assertTrue(frameBytes > 20, frameBytes + " bytes");
    for (int cut = 0; cut < 2 * frameBytes; cut++) {
      budget = UNLIMITED;
      transports = 0;
      try (LoopbackBroker broker = new LoopbackBroker();
          PoolFixture fixture = fixture()) {
        fixture.node(broker);
        LoopbackBroker.Peer peer = fixture.ready(broker);
        budget = cut;
        Outcome<ListGroupsResponse> first = fixture.send();
        Outcome<ListGroupsResponse> second = fixture.send();
        fixture.await(second);

        assertInstanceOf(DisconnectException.class, first.failure().cause());
        assertEquals(cut > 0, first.failure().maybeSent(), "first, cut at " + cut);
        assertEquals(cut > frameBytes, second.failure().maybeSent(), "second, cut at " + cut);
        assertEquals(cut, peer.bytesToEnd(), "nothing is written after the error");
        budget = UNLIMITED;
        fixture.stepped.advance(100);
        fixture.ready(broker, allVersions());
        assertEquals(2, transports, "the next exchange has its own connection");
      }
    }
  }

  /** Whoever owns the request's memory may use it anew as soon as the handler is called. */
  @Test
  void handlerIsCalledOnlyWhenNothingCanBeWrittenAnyMore() {
    try (LoopbackBroker broker = new LoopbackBroker();
        PoolFixture fixture = fixture()) {
      fixture.node(broker);
      fixture.ready(broker);
      budget = 10;
      List<Boolean> openAtOutcome = new ArrayList<>();
      fixture.pool.send(
          PoolFixture.NODE,
          Lane.GENERAL,
          new ListGroupsRequest(),
          1_000,
          new ResponseHandler<>() {
            @Override
            public void onResponse(ListGroupsResponse response) {
              throw new AssertionError("was answered");
            }

            @Override
            public void onFailure(RequestFailure failure) {
              openAtOutcome.add(last.channel().isOpen());
            }
          });
      fixture.await(() -> !openAtOutcome.isEmpty());
      assertEquals(List.of(false), openAtOutcome);
    }
  }

  private int frameBytes() {
    PendingRequest<ListGroupsResponse> request =
        new PendingRequest<>(
            new ListGroupsRequest(), Short.MAX_VALUE, true, 1_000, 0, new Outcome<>());
    request.encode(request.key().highestStableVersion(), 1, "test-1", 0);
    return request.frameBytes();
  }

  private PoolFixture fixture() {
    return new PoolFixture(
        TestSettings.defaults().build(), (host, port) -> limited(), InetAddress::getAllByName);
  }

  private Transport limited() throws IOException {
    transports++;
    PlaintextTransport real = PlaintextTransport.open(-1, -1);
    last = real;
    Transport limited = Mockito.mock(Transport.class, AdditionalAnswers.delegatesTo(real));
    Mockito.doAnswer(call -> write(real, call.getArgument(0), call.getArgument(2)))
        .when(limited)
        .write(Mockito.any(), Mockito.anyInt(), Mockito.anyInt());
    return limited;
  }

  private long write(Transport real, ByteBuffer[] from, int count) throws IOException {
    if (budget == UNLIMITED) {
      return real.write(from, 0, count);
    }
    if (budget == 0) {
      throw new IOException("made by the test");
    }
    List<ByteBuffer> allowed = new ArrayList<>();
    for (int i = 0; i < count && budget > 0; i++) {
      int part = Math.min(budget, from[i].remaining());
      allowed.add(from[i].slice(from[i].position(), part));
      from[i].position(from[i].position() + part);
      budget -= part;
    }
    return real.write(allowed.toArray(ByteBuffer[]::new), 0, allowed.size());
  }
}
