package io.barnabas.admin.operation;

import org.apache.kafka.clients.admin.ReplicaInfo;

/**
 * Where a broker keeps a replica.
 *
 * @param dir null if it does not have it
 * @param offsetLag -1 if it does not have it
 * @param futureDir where the replica moves to; null if it stays
 * @param futureOffsetLag -1 if it stays
 */
public record ReplicaPlace(String dir, long offsetLag, String futureDir, long futureOffsetLag) {

  static final ReplicaPlace NOWHERE = new ReplicaPlace(null, -1, null, -1);

  ReplicaPlace with(String path, ReplicaInfo replica) {
    return replica.isFuture()
        ? new ReplicaPlace(dir, offsetLag, path, replica.offsetLag())
        : new ReplicaPlace(path, replica.offsetLag(), futureDir, futureOffsetLag);
  }
}
