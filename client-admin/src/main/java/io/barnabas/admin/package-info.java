/**
 * The admin client: {@link io.barnabas.admin.BarnabasAdmin}, its settings, and the layers of its
 * facade. Its methods may be called from any thread; the work is done on the client's one loop
 * thread.
 */
package io.barnabas.admin;
