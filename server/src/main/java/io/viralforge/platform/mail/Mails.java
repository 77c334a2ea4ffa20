package io.viralforge.platform.mail;

import io.viralforge.platform.id.Uuid7;
import io.viralforge.platform.sql.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Where features write their mails, in the transaction that makes them true. */
@Singleton
public final class Mails {
    private final MailConfig config;
    private final MailStore store;
    private final MailWake wake;
    private final Uuid7 ids;

    Mails(MailConfig config, MailStore store, MailWake wake, Uuid7 ids) {
        this.config = config;
        this.store = store;
        this.wake = wake;
        this.ids = ids;
    }

    /** Whether this installation sends mail. */
    public boolean areSent() {
        return config.url() != null;
    }

    /**
     * Has a mail sent soon after the commit: at least once, and mostly no more.
     *
     * @param worth for how long it is tried; a mail is dropped that its recipient could do nothing with any more
     */
    public void send(Tx tx, Mail mail, Duration worth) {
        store.insert(tx, ids.next(), mail, worth);
        tx.afterCommit(wake::wake);
    }
}
