package io.viralforge.platform.mail;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import io.viralforge.platform.events.Loop;
import io.viralforge.platform.sql.Sql;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the mails that wait, whichever replica wrote them. A mail is taken by putting it off, sent outside any transaction,
 * and removed; who dies in between leaves it to be sent again. A mail server that is away delays mails and nothing else.
 */
@Singleton
final class MailRelay {
    private static final Logger LOG = LoggerFactory.getLogger(MailRelay.class);
    private static final long LOOK_MILLIS = 1_000;

    private final Sql sql;
    private final MailStore store;
    private final MailConfig config;
    private final MailWake wake;
    private final @Nullable Smtp smtp;
    private @Nullable Loop loop;

    MailRelay(Sql sql, MailStore store, MailConfig config, MailWake wake) {
        this.sql = sql;
        this.store = store;
        this.config = config;
        this.wake = wake;
        this.smtp = config.url() == null || config.from() == null
                ? null
                : new Smtp(SmtpUrl.parse(config.url()), MailSender.parse(config.from()));
    }

    /** Mails that are left when sending them is turned off go too. */
    @Factory
    static final class Schedule {
        @Bean
        @Singleton
        RecurringTask<Void> purgeMail(Sql sql) {
            return Tasks.recurring("mail-purge", FixedDelay.ofMinutes(10)).execute((instance, context) -> {
                int given = sql.everywhere(MailStore::purge);
                if (given > 0) {
                    LOG.warn("{} mails were given up: they could not be sent in time", given);
                }
            });
        }
    }

    @EventListener
    void start(StartupEvent event) {
        if (smtp != null) {
            Smtp server = smtp;
            loop = Loop.start("mail-relay", () -> round(server));
        }
    }

    @EventListener
    void stop(ShutdownEvent event) {
        if (loop != null) {
            loop.stop(wake);
        }
    }

    private void round(Smtp server) throws InterruptedException {
        wake.await(LOOK_MILLIS);
        MailStore.Taken mail;
        while ((mail = sql.everywhere(store::take)) != null) {
            send(server, mail);
        }
    }

    private void send(Smtp server, MailStore.Taken taken) {
        Mail mail = taken.mail();
        Delivery delivery = mail == null
                ? new Delivery.Refused("its master key is gone")
                : server.send(taken.id(), taken.writtenAt(), mail);
        switch (delivery) {
            case Delivery.Accepted done -> sql.doEverywhere(tx -> MailStore.remove(tx, taken.id()));
            case Delivery.Refused(String reason) -> {
                LOG.warn("Mail {} is given up: {}", taken.id(), reason);
                sql.doEverywhere(tx -> MailStore.remove(tx, taken.id()));
            }
            case Delivery.Later(String reason) -> {
                LOG.info("Mail {} is put off: {}", taken.id(), reason);
                putOff(taken);
            }
            case Delivery.Away(String reason) -> {
                putOff(taken);
                throw new CodedException(ErrorCode.UNAVAILABLE, "the mail server says: " + reason + ".");
            }
        }
    }

    private void putOff(MailStore.Taken taken) {
        sql.doEverywhere(tx -> MailStore.putOff(tx, taken.id(), config.retryAfter()));
    }
}
