package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.local.Endpoints.Login;
import io.viralforge.local.Endpoints.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestServicesTest {
    private static final String SCHEMA = """
            CREATE TABLE clips (studio_id int NOT NULL, title text NOT NULL);
            ALTER TABLE clips ENABLE ROW LEVEL SECURITY;
            ALTER TABLE clips FORCE ROW LEVEL SECURITY;
            CREATE POLICY studio ON clips USING (studio_id = current_setting('app.studio')::int);
            """;

    @Test
    void theApplicationRoleSeesOnlyTheRowsThatThePolicyAllows() throws SQLException {
        Postgres database = TestServices.freshDatabase("clips", TestServicesTest::migrate);
        try (Connection app = connect(database, database.app());
                Statement statement = app.createStatement()) {
            statement.execute("SET app.studio = 1; INSERT INTO clips VALUES (1, 'mine')");
            statement.execute("SET app.studio = 2; INSERT INTO clips VALUES (2, 'theirs')");
            assertThat(text(statement, "SELECT string_agg(title, ' ') FROM clips"))
                    .isEqualTo("theirs");
            assertThat(text(statement, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void everyCallerGetsADatabaseOfItsOwn() throws SQLException {
        Postgres first = TestServices.freshDatabase("clips", TestServicesTest::migrate);
        Postgres second = TestServices.freshDatabase("clips", TestServicesTest::migrate);
        try (Connection one = connect(first, first.app());
                Connection two = connect(second, second.app());
                Statement writing = one.createStatement();
                Statement reading = two.createStatement()) {
            writing.execute("SET app.studio = 1; INSERT INTO clips VALUES (1, 'mine')");
            reading.execute("SET app.studio = 1");
            assertThat(text(reading, "SELECT count(*) FROM clips")).isEqualTo("0");
        }
    }

    private static void migrate(Postgres database) {
        try (Connection owner = connect(database, database.owner());
                Statement statement = owner.createStatement()) {
            statement.execute(SCHEMA);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(Postgres database, Login login) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), login.user(), login.password());
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
