/**
 * One small class for each operation of {@code Admin}: the request, the way it goes, how its answer
 * is read. For the facade alone; all but the constructors runs on the loop thread.
 */
package io.barnabas.admin.operation;
