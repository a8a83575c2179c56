package io.barnabas.admin.operation;

import io.barnabas.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.barnabas.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnacceptableCredentialException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * What is to become of users' credentials, as messages want it: with salted passwords. One bad
 * alteration of a user refuses all of that user. Immutable once made.
 */
final class ScramAlterations {

  private final Set<String> users = new LinkedHashSet<>();
  private final Map<String, ApiException> refusals = new HashMap<>();
  private final List<ScramCredentialUpsertion> upsertions = new ArrayList<>();
  private final List<ScramCredentialDeletion> deletions = new ArrayList<>();

  static ScramAlterations of(List<UserScramCredentialAlteration> asked) {
    ScramAlterations alterations = new ScramAlterations();
    for (UserScramCredentialAlteration alteration : asked) {
      alterations.users.add(alteration.user());
      if (alteration instanceof UserScramCredentialDeletion deletion) {
        alterations.delete(deletion);
      }
    }
    for (UserScramCredentialAlteration alteration : asked) {
      if (alteration instanceof UserScramCredentialUpsertion upsertion) {
        alterations.upsert(upsertion);
      }
    }
    return alterations;
  }

  private void delete(UserScramCredentialDeletion deletion) {
    if (accepts(deletion.user(), deletion.mechanism())) {
      deletions.add(
          new ScramCredentialDeletion()
              .name(deletion.user())
              .mechanism(deletion.mechanism().type()));
    }
  }

  private void upsert(UserScramCredentialUpsertion upsertion) {
    String user = upsertion.user();
    ScramMechanism mechanism = upsertion.credentialInfo().mechanism();
    if (refusals.containsKey(user)) {
      return;
    }
    byte[] password = upsertion.password();
    if (user != null && !user.isEmpty() && (password == null || password.length == 0)) {
      refusals.put(user, new UnacceptableCredentialException("Password must not be empty"));
    } else if (accepts(user, mechanism)) {
      int iterations = upsertion.credentialInfo().iterations();
      upsertions.add(
          new ScramCredentialUpsertion()
              .name(user)
              .mechanism(mechanism.type())
              .iterations(iterations)
              .salt(upsertion.salt())
              .saltedPassword(
                  SaltedPassword.of(mechanism, password, upsertion.salt(), iterations)));
    }
  }

  private boolean accepts(String user, ScramMechanism mechanism) {
    if (user == null || user.isEmpty()) {
      refusals.put(user, new UnacceptableCredentialException("Username must not be empty"));
      return false;
    }
    if (mechanism == null || mechanism == ScramMechanism.UNKNOWN) {
      refusals.put(user, new UnsupportedSaslMechanismException("Unknown SCRAM mechanism"));
      return false;
    }
    return true;
  }

  Collection<String> users() {
    return users;
  }

  /** Null if the user's alterations can be sent. */
  ApiException refusal(String user) {
    return refusals.get(user);
  }

  List<ScramCredentialUpsertion> upsertions(Collection<String> of) {
    return upsertions.stream().filter(upsertion -> of.contains(upsertion.name())).toList();
  }

  List<ScramCredentialDeletion> deletions(Collection<String> of) {
    return deletions.stream().filter(deletion -> of.contains(deletion.name())).toList();
  }
}
