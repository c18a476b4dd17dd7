package io.schemawright.notifier.channel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses of the public internet from those that lead into somebody's own network: private,
 * loopback, link-local (where clouds keep their metadata), carrier NAT, documentation, multicast.
 *
 * <p>From the IANA special-purpose address registries. Of IPv6 only what is given out as global
 * unicast counts as public, without the ranges in which an IPv4 address may hide.
 */
final class PublicAddresses {
  private static final List<Block> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20")
          .map(Block::parse)
          .toList();
  private static final Block GLOBAL_UNICAST = Block.parse("2000::/3");

  private PublicAddresses() {}

  /** Whether {@code address} is reachable from everywhere alike. */
  static boolean contain(InetAddress address) {
    boolean ipv6 = address.getAddress().length == 16;
    return (!ipv6 || GLOBAL_UNICAST.contains(address))
        && SPECIAL.stream().noneMatch(block -> block.contains(address));
  }

  private record Block(InetAddress first, int bits) {
    static Block parse(String text) {
      int slash = text.indexOf('/');
      try {
        // A literal: no name is resolved.
        return new Block(
            InetAddress.getByName(text.substring(0, slash)),
            Integer.parseInt(text.substring(slash + 1)));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("not an address block: " + text, e);
      }
    }

    boolean contains(InetAddress address) {
      byte[] mine = first.getAddress();
      byte[] other = address.getAddress();
      if (mine.length != other.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
