package io.barnabas.consumer.fetch;

import io.barnabas.protocol.record.RecordHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of a consumed record, which the application may change. Without headers it is one
 * small object. Not thread-safe, as the record.
 */
final class ConsumedHeaders implements Headers {
  /** Null as long as there are none. */
  private List<Header> headers;

  static ConsumedHeaders of(RecordHeader[] decoded) {
    ConsumedHeaders headers = new ConsumedHeaders();
    for (RecordHeader header : decoded) {
      headers.add(new ConsumedHeader(header.key(), header.value()));
    }
    return headers;
  }

  private List<Header> present() {
    return headers == null ? List.of() : headers;
  }

  @Override
  public Headers add(Header header) {
    Objects.requireNonNull(header, "Header cannot be null.");
    if (headers == null) {
      headers = new ArrayList<>();
    }
    headers.add(header);
    return this;
  }

  @Override
  public Headers add(String key, byte[] value) {
    return add(
        new ConsumedHeader(
            Objects.requireNonNull(key, "Null header keys are not permitted"), value));
  }

  @Override
  public Headers remove(String key) {
    requireKey(key);
    if (headers != null) {
      headers.removeIf(header -> header.key().equals(key));
    }
    return this;
  }

  @Override
  public Header lastHeader(String key) {
    requireKey(key);
    List<Header> all = present();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).key().equals(key)) {
        return all.get(i);
      }
    }
    return null;
  }

  @Override
  public Iterable<Header> headers(String key) {
    requireKey(key);
    return () -> present().stream().filter(header -> header.key().equals(key)).iterator();
  }

  private static void requireKey(String key) {
    if (key == null) {
      throw new IllegalArgumentException("key cannot be null.");
    }
  }

  @Override
  public Header[] toArray() {
    return present().toArray(new Header[0]);
  }

  @Override
  public Iterator<Header> iterator() {
    return present().iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers that && Arrays.equals(toArray(), that.toArray());
  }

  @Override
  public int hashCode() {
    return present().hashCode();
  }

  @Override
  public String toString() {
    return "RecordHeaders(headers = " + present() + ", isReadOnly = false)";
  }

  private record ConsumedHeader(String key, byte[] value) implements Header {

    @Override
    public boolean equals(Object other) {
      return other instanceof Header that
          && key.equals(that.key())
          && Arrays.equals(value, that.value());
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "RecordHeader(key = " + key + ", value = " + Arrays.toString(value) + ")";
    }
  }
}
