package io.barnabas.admin;

import io.barnabas.admin.bridge.AdminResults;
import io.barnabas.admin.driver.AdminDriver;
import org.apache.kafka.clients.admin.AdminClient;

/**
 * What the methods of the facade stand on. {@code Admin} is one interface of 65 methods; the facade
 * is cut into layers by subject, each extending the one before, so that each is a page to read. A
 * method makes an operation, lets the driver run it and puts the futures into the result.
 */
abstract class AdminLayer extends AdminClient {

  final AdminDriver driver;
  final AdminResults results = AdminResults.get();

  AdminLayer(AdminDriver driver) {
    this.driver = driver;
  }
}
