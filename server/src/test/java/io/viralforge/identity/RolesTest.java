package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.platform.graphql.Scope;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class RolesTest {
    @Test
    void eachRoleMayDoAllThatTheOneBeforeItMay() {
        assertThat(Role.VIEWER.scopes(false)).isEqualTo(EnumSet.of(Scope.READ));
        assertThat(Role.CREATOR.scopes(false)).isEqualTo(EnumSet.of(Scope.READ, Scope.CREATE, Scope.PUBLISH));
        assertThat(Role.ADMIN.scopes(false))
                .isEqualTo(EnumSet.of(Scope.READ, Scope.CREATE, Scope.PUBLISH, Scope.MONEY, Scope.ADMIN));
        assertThat(Role.VIEWER.scopes(true)).isEqualTo(EnumSet.of(Scope.READ, Scope.OPERATOR));
    }
}
