package io.schemawright.embedded;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The properties of our brokers, the same for the embedded one and the one in a container.
 *
 * <p>Three listeners. OUTSIDERS lets anybody in as {@code User:ANONYMOUS}, who may do what ACLs
 * grant and is no superuser. SERVICES wants SCRAM. CONTROLLER takes nobody but the broker: see
 * RATIONALE.md for why that needs a password although it is the same process.
 */
final class BrokerProperties {
  static final String BROKER_USER = "broker";
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  static final int NODE_ID = 1;

  /** The largest event is 4 MiB; its headers and the batch around it come on top. */
  private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024 + 64 * 1024;

  private BrokerProperties() {}

  /**
   * Everything but where the data is.
   *
   * @param bind the address to listen on
   * @param advertise the address that clients are told
   * @param brokerPassword known to this one broker only
   */
  static Map<String, String> of(
      String bind,
      String advertise,
      int outsiders,
      int services,
      int controller,
      String brokerPassword,
      Collection<String> superusers) {
    Map<String, String> properties = new TreeMap<>();
    listeners(properties, bind, advertise, outsiders, services, controller);
    authentication(properties, brokerPassword);
    properties.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.put("allow.everyone.if.no.acl.found", "false");
    properties.put(
        "super.users",
        Stream.concat(Stream.of(BROKER_USER), superusers.stream())
            .map(user -> "User:" + user)
            .collect(Collectors.joining(";")));
    oneNode(properties);
    promptness(properties);
    return properties;
  }

  /** What a client needs to log in as the broker itself. */
  static Map<String, String> brokerLogin(String brokerPassword) {
    return Map.of(
        "security.protocol", "SASL_PLAINTEXT",
        "sasl.mechanism", "PLAIN",
        "sasl.jaas.config", plainLogin(brokerPassword, ""));
  }

  private static void listeners(
      Map<String, String> properties,
      String bind,
      String advertise,
      int outsiders,
      int services,
      int controller) {
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put(
        "listeners",
        "OUTSIDERS://%1$s:%2$d,SERVICES://%1$s:%3$d,CONTROLLER://127.0.0.1:%4$d"
            .formatted(bind, outsiders, services, controller));
    properties.put(
        "advertised.listeners",
        "OUTSIDERS://%1$s:%2$d,SERVICES://%1$s:%3$d".formatted(advertise, outsiders, services));
    properties.put(
        "listener.security.protocol.map",
        "OUTSIDERS:PLAINTEXT,SERVICES:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
    properties.put("inter.broker.listener.name", "SERVICES");
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controller);
  }

  private static void authentication(Map<String, String> properties, String brokerPassword) {
    String broker =
        plainLogin(brokerPassword, " user_" + BROKER_USER + "=\"" + brokerPassword + "\"");
    properties.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put("sasl.mechanism.controller.protocol", "PLAIN");
    properties.put("listener.name.services.plain.sasl.jaas.config", broker);
    properties.put(
        "listener.name.services.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    properties.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
    properties.put("listener.name.controller.plain.sasl.jaas.config", broker);
  }

  private static String plainLogin(String password, String more) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;"
        .formatted(BROKER_USER, password, more);
  }

  private static void oneNode(Map<String, String> properties) {
    properties.put("auto.create.topics.enable", "false");
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    properties.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    properties.put("replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    properties.put("log.cleaner.enable", "true");
    properties.put("log.cleaner.threads", "1");
    // 128 MiB of heap by default, for logs far larger than one machine's.
    properties.put("log.cleaner.dedupe.buffer.size", "8388608");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.put("background.threads", "2");
    properties.put("auto.leader.rebalance.enable", "false");
  }

  private static void promptness(Map<String, String> properties) {
    properties.put("group.initial.rebalance.delay.ms", "0");
    // The default of 20 ms is the wait between two transactions of one producer in a row.
    properties.put("add.partitions.to.txn.retry.backoff.ms", "1");
    // Committed offsets are not held back for company: a transaction waits for its offsets.
    properties.put("group.coordinator.append.linger.ms", "0");
    // A broker that starts is let in at a heartbeat.
    properties.put("broker.heartbeat.interval.ms", "300");
    // A killed consumer's partitions go to another after seconds, not three quarters of a minute.
    properties.put("group.min.session.timeout.ms", "1000");
    properties.put("group.consumer.min.session.timeout.ms", "1000");
    properties.put("group.consumer.session.timeout.ms", "10000");
    properties.put("group.consumer.min.heartbeat.interval.ms", "200");
    properties.put("group.consumer.heartbeat.interval.ms", "1000");
  }
}
