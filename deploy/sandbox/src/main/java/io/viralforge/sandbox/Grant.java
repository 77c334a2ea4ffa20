package io.viralforge.sandbox;

import java.util.Set;

/** What somebody allowed: to whom, in which scopes. */
record Grant(Account account, Set<String> scopes) {}
