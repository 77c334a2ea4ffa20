package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.local.Endpoints.Login;
import io.viralforge.local.Endpoints.Postgres;
import io.viralforge.local.Endpoints.Redis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One statement, one answer. */
final class Clients {
    private Clients() {}

    static String sql(Postgres postgres, String text) throws SQLException {
        return sql(postgres, postgres.owner(), text);
    }

    /** The first column of the first row; empty when there are no rows. */
    static String sql(Postgres postgres, Login login, String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(text)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    static String redis(Redis redis, String command) throws IOException {
        try (Socket socket = new Socket(redis.host(), redis.port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String both = "AUTH " + redis.password() + "\r\n" + command + "\r\n";
            socket.getOutputStream().write(both.getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).isEqualTo("+OK");
            String first = in.readLine();
            return first.startsWith("$") ? in.readLine() : first;
        }
    }
}
