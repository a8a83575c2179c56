package io.barnabas.network.cluster;

import io.barnabas.network.settings.ClientSettings.DnsLookup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code bootstrap.servers} → the first nodes to ask, with the ids -1, -2 …. */
public final class Bootstrap {

  private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
  private static final String KEY = "bootstrap.servers";

  /** A host name, an IPv4 or an IPv6 address, behind an optional listener name. */
  private static final Pattern HOST_PORT =
      Pattern.compile("(?:[0-9A-Z\\-%._]+://)?\\[?(?<host>[0-9a-zA-Z\\-%._:]+)]?:(?<port>[0-9]+)");

  /** Looks names up; a seam for tests. */
  interface Resolver {
    Resolver SYSTEM = InetAddress::getAllByName;

    InetAddress[] resolve(String host) throws UnknownHostException;

    default String canonicalName(InetAddress address) {
      return address.getCanonicalHostName();
    }
  }

  /**
   * Checks the entries and keeps those whose host resolves; the name itself is looked up again at
   * each connect.
   *
   * @throws ConfigException for a malformed entry, or if none resolves
   */
  public static List<Node> resolve(List<String> servers, DnsLookup lookup) {
    return resolve(servers, lookup, Resolver.SYSTEM);
  }

  static List<Node> resolve(List<String> servers, DnsLookup lookup, Resolver resolver) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String server : servers) {
      if (server != null && !server.isEmpty()) {
        addAddresses(server, parse(server), lookup, resolver, addresses);
      }
    }
    if (addresses.isEmpty()) {
      throw new ConfigException("No resolvable bootstrap urls given in " + KEY);
    }
    List<Node> nodes = new ArrayList<>(addresses.size());
    for (InetSocketAddress address : addresses) {
      nodes.add(new Node(-1 - nodes.size(), address.getHostString(), address.getPort()));
    }
    return nodes;
  }

  /** Host and port of one entry, unresolved. */
  static InetSocketAddress parse(String server) {
    Matcher matcher = HOST_PORT.matcher(server);
    if (!matcher.matches()) {
      throw invalid(server);
    }
    try {
      return InetSocketAddress.createUnresolved(
          matcher.group("host"), Integer.parseInt(matcher.group("port")));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("Invalid port in " + KEY + ": " + server);
    }
  }

  private static void addAddresses(
      String server,
      InetSocketAddress address,
      DnsLookup lookup,
      Resolver resolver,
      List<InetSocketAddress> addresses) {
    InetAddress[] resolved;
    try {
      resolved = resolver.resolve(address.getHostString());
    } catch (UnknownHostException e) {
      if (address.getHostString().indexOf(':') >= 0) {
        throw invalid(server); // no name at all, but an IPv6 address without its brackets or port
      }
      if (lookup == DnsLookup.RESOLVE_CANONICAL_BOOTSTRAP_SERVERS_ONLY) {
        throw new ConfigException("Unknown host in " + KEY + ": " + server);
      }
      log.warn(
          "Couldn't resolve server {} from {} as DNS resolution failed for {}",
          server,
          KEY,
          address.getHostString());
      return;
    }
    if (lookup == DnsLookup.USE_ALL_DNS_IPS) {
      addresses.add(address);
    } else {
      addCanonical(server, address, resolved, resolver, addresses);
    }
  }

  private static void addCanonical(
      String server,
      InetSocketAddress address,
      InetAddress[] resolved,
      Resolver resolver,
      List<InetSocketAddress> addresses) {
    for (InetAddress ip : resolved) {
      String canonical = resolver.canonicalName(ip);
      try {
        resolver.resolve(canonical);
        addresses.add(InetSocketAddress.createUnresolved(canonical, address.getPort()));
      } catch (UnknownHostException e) {
        log.warn(
            "Couldn't resolve server {} from {} as DNS resolution of the canonical hostname {} failed"
                + " for {}",
            server,
            KEY,
            canonical,
            address.getHostString());
      }
    }
  }

  private static ConfigException invalid(String server) {
    return new ConfigException("Invalid url in " + KEY + ": " + server);
  }

  private Bootstrap() {}
}
