package io.barnabas.network.cluster;

import io.barnabas.network.cluster.Coordinators.Subject;
import io.barnabas.protocol.ApiKey;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.io.ByteReader;
import io.barnabas.protocol.io.ByteWriter;
import io.barnabas.protocol.io.UnsupportedFieldException;
import io.barnabas.protocol.message.FindCoordinatorRequest;
import io.barnabas.protocol.message.FindCoordinatorResponse;
import java.util.List;

/** A FindCoordinator request that says the same in every version that can. Loop thread only. */
final class CoordinatorQuery implements ApiRequest<FindCoordinatorResponse> {

  private static final short BATCHED = 4;

  private final FindCoordinatorRequest request;

  /**
   * @param subjects of one type; several only for a broker that knows version 4, or may
   */
  CoordinatorQuery(List<Subject> subjects) {
    request =
        new FindCoordinatorRequest()
            .keyType(subjects.get(0).type().id())
            .coordinatorKeys(subjects.stream().map(Subject::key).toList());
  }

  byte keyType() {
    return request.keyType();
  }

  @Override
  public void write(ByteWriter out, short version) {
    if (version < lowestVersion()) {
      throw new UnsupportedFieldException("FindCoordinatorRequest.coordinatorKeys", version);
    } else if (version < BATCHED) {
      new FindCoordinatorRequest()
          .keyType(request.keyType())
          .key(request.coordinatorKeys().get(0))
          .write(out, version);
    } else {
      request.write(out, version);
    }
  }

  @Override
  public void read(ByteReader in, short version) {
    request.read(in, version);
  }

  @Override
  public ApiKey apiKey() {
    return request.apiKey();
  }

  @Override
  public FindCoordinatorResponse newResponse() {
    return request.newResponse();
  }

  @Override
  public short lowestVersion() {
    return request.coordinatorKeys().size() > 1 ? BATCHED : request.lowestVersion();
  }

  @Override
  public short highestVersion() {
    return request.highestVersion();
  }
}
