/**
 * Groups in motion: members of ours and of kafka-clients', in this JVM or in others, that come, go,
 * freeze and die while records flow; and the check that nothing was lost, doubled or owned twice.
 */
package io.barnabas.it.group;
