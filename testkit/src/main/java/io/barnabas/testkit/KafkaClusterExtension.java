package io.barnabas.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Hands {@link KafkaCluster#shared()} to tests that ask for a {@link KafkaCluster}, and says where
 * the broker's log is when one fails.
 *
 * <pre>{@code
 * @ExtendWith(KafkaClusterExtension.class)
 * class FlightsTest {
 *   @Test
 *   void producedFlightsAreThere(KafkaCluster cluster) { ... }
 * }
 * }</pre>
 */
public final class KafkaClusterExtension implements ParameterResolver, TestWatcher {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KafkaCluster.class;
  }

  @Override
  public KafkaCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return KafkaCluster.shared();
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    System.err.println(context.getDisplayName() + " has failed; " + KafkaCluster.shared());
  }
}
