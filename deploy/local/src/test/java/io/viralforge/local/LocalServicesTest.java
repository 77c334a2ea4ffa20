package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.local.Endpoints.Login;
import io.viralforge.local.Endpoints.Postgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServicesTest {
    private static final EnumSet<Service> BOTH = EnumSet.of(Service.POSTGRES, Service.REDIS);

    @TempDir
    Path home;

    @Test
    void whatWasWrittenIsThereAfterARestart() throws Exception {
        try (LocalServices services = LocalServices.start(home, BOTH, StartListener.SILENT)) {
            sql(services.endpoints().postgres(), "CREATE TABLE kept AS SELECT 42 AS answer");
            assertThat(redis(services.endpoints().redis(), "SET kept 42")).isEqualTo("+OK");
        }
        try (LocalServices services = LocalServices.start(home, BOTH, StartListener.SILENT)) {
            assertThat(sql(services.endpoints().postgres(), "SELECT answer FROM kept"))
                    .isEqualTo("42");
            assertThat(redis(services.endpoints().redis(), "GET kept")).isEqualTo("$2 42");
        }
    }

    private static String sql(Postgres postgres, String statement) throws SQLException {
        Login owner = postgres.owner();
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), owner.user(), owner.password());
                Statement s = connection.createStatement()) {
            if (!s.execute(statement)) {
                return "";
            }
            try (ResultSet rows = s.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static String redis(Endpoints.Redis redis, String command) throws IOException {
        try (Socket socket = new Socket(redis.host(), redis.port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream()
                    .write(("AUTH " + redis.password() + "\r\n" + command + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).isEqualTo("+OK");
            String first = in.readLine();
            return first.startsWith("$") ? first + " " + in.readLine() : first;
        }
    }
}
