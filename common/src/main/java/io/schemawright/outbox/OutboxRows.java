package io.schemawright.outbox;

import io.schemawright.database.DatabaseFault;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table {@code outbox}. */
final class OutboxRows {
  /** The first key of the lanes' advisory locks: the letters of "lane". */
  private static final int LOCK_SPACE = 0x6c616e65;

  private static final String INSERT =
      "insert into outbox (lane, topic, key, header_names, header_values, payload)"
          + " values (?, ?, ?, ?, ?, ?)";

  private OutboxRows() {}

  record Row(long id, OutgoingRecord record) {}

  static void insert(Handle handle, List<OutgoingRecord> records, int lanes) {
    if (records.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = handle.getConnection().prepareStatement(INSERT)) {
      for (OutgoingRecord record : records) {
        insert.setShort(1, (short) record.lane(lanes));
        insert.setString(2, record.topic());
        insert.setBytes(3, record.key());
        insert.setArray(4, array(insert, "text", record.headers().keySet().toArray()));
        insert.setArray(
            5, array(insert, "bytea", record.headers().values().toArray(byte[][]::new)));
        if (record.payload() == null) {
          insert.setNull(6, Types.BINARY);
        } else {
          insert.setBytes(6, record.payload());
        }
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new DatabaseFault("cannot write to the outbox", e);
    }
  }

  private static Array array(PreparedStatement statement, String type, Object[] elements)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, elements);
  }

  /** Tries the lane's lock until the end of the transaction. */
  static boolean tryLock(Handle handle, int lane) {
    return handle
        .createQuery("select pg_try_advisory_xact_lock(?, ?)")
        .bind(0, LOCK_SPACE)
        .bind(1, lane)
        .mapTo(Boolean.class)
        .one();
  }

  /** The oldest rows of a lane. */
  static List<Row> oldest(Handle handle, int lane, int most) {
    return handle
        .createQuery(
            "select id, topic, key, header_names, header_values, payload from outbox"
                + " where lane = ? order by id limit ?")
        .bind(0, lane)
        .bind(1, most)
        .map((row, context) -> new Row(row.getLong("id"), record(row)))
        .list();
  }

  private static OutgoingRecord record(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("header_names").getArray();
    byte[][] values = (byte[][]) row.getArray("header_values").getArray();
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      headers.put(names[i], values[i]);
    }
    return new OutgoingRecord(
        row.getString("topic"), row.getBytes("key"), headers, row.getBytes("payload"));
  }

  static void delete(Handle handle, List<Row> rows) {
    List<Long> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.id()));
    handle
        .createUpdate("delete from outbox where id = any (?)")
        .bindBySqlType(0, ids.toArray(Long[]::new), Types.ARRAY)
        .execute();
  }

  static boolean anyIn(Handle handle, int lane) {
    return handle
        .createQuery("select exists (select from outbox where lane = ?)")
        .bind(0, lane)
        .mapTo(Boolean.class)
        .one();
  }

  static List<Integer> lanes(Handle handle) {
    return handle.createQuery("select distinct lane from outbox").mapTo(Integer.class).list();
  }

  static Backlog backlog(Handle handle) {
    return handle
        .createQuery(
            "select count(*) as events,"
                + " coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) as age"
                + " from outbox")
        .map(
            (row, context) ->
                new Backlog(
                    row.getLong("events"), Duration.ofMillis((long) (row.getDouble("age") * 1000))))
        .one();
  }
}
