#!/bin/sh
# Formats the broker's directory at the first start, with a SCRAM user for each service, and runs the broker.
# Uses only what Apache Kafka's distribution has. Passwords count at the first start; later kafka-configs.sh changes them.
set -eu
kafka=${KAFKA_HOME:-/opt/kafka}
data=${KAFKA_DATA:-/var/lib/kafka/data}
config=${TMPDIR:-/tmp}/schemawright-server.properties
umask 077

plain='org.apache.kafka.common.security.plain.PlainLoginModule required username="broker" password="'$KAFKA_BROKER_PASSWORD'"'
cat > "$config" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:9095
log.dirs=$data/logs

# OUTSIDERS takes anybody, as User:ANONYMOUS. SERVICES wants SCRAM. CONTROLLER takes nobody but the broker itself.
listeners=OUTSIDERS://:9092,SERVICES://:9094,CONTROLLER://127.0.0.1:9095
advertised.listeners=OUTSIDERS://$KAFKA_ADVERTISED_HOST:9092,SERVICES://${KAFKA_SERVICES_HOST:-kafka}:9094
listener.security.protocol.map=OUTSIDERS:PLAINTEXT,SERVICES:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=SERVICES
controller.listener.names=CONTROLLER
sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.services.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.services.plain.sasl.jaas.config=$plain user_broker="$KAFKA_BROKER_PASSWORD";
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=$plain user_broker="$KAFKA_BROKER_PASSWORD";

authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:broker;User:operator

auto.create.topics.enable=false
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
message.max.bytes=4259840
replica.fetch.max.bytes=4259840

# The default of 20 ms is the wait between two transactions of one producer in a row.
add.partitions.to.txn.retry.backoff.ms=1
# Committed offsets are not held back for company: a transaction waits for its offsets.
group.coordinator.append.linger.ms=0
group.initial.rebalance.delay.ms=0
group.consumer.min.session.timeout.ms=1000
group.consumer.session.timeout.ms=10000
group.consumer.min.heartbeat.interval.ms=200
group.consumer.heartbeat.interval.ms=1000
PROPERTIES

scram() {
  printf 'SCRAM-SHA-512=[name=%s,password=%s]' "$1" "$2"
}
"$kafka/bin/kafka-storage.sh" format --ignore-formatted --config "$config" \
  --cluster-id "${KAFKA_CLUSTER_ID:-c2NoZW1hd3JpZ2h0LTEyMw}" \
  --add-scram "$(scram operator "$KAFKA_OPERATOR_PASSWORD")" \
  --add-scram "$(scram intake "$KAFKA_INTAKE_PASSWORD")" \
  --add-scram "$(scram policy "$KAFKA_POLICY_PASSWORD")" \
  --add-scram "$(scram executor "$KAFKA_EXECUTOR_PASSWORD")" \
  --add-scram "$(scram notifier "$KAFKA_NOTIFIER_PASSWORD")"

# To the container's log alone: the root file system is read-only, and a log in /tmp would fill the memory.
export LOG_DIR="${TMPDIR:-/tmp}" EXTRA_ARGS="-name kafkaServer"
export KAFKA_LOG4J_OPTS="-Dlog4j2.configurationFile=$(dirname "$0")/log4j2.properties"
exec "$kafka/bin/kafka-server-start.sh" "$config"
