//! The tables, once, for both databases. Keep to the column types that `MultiConnection` knows:
//! Text, Bool, SmallInt, Integer, BigInt, Double, Timestamp.

diesel::table! {
    parks (id) {
        id -> Text,
        name -> Text,
        latitude -> Double,
        longitude -> Double,
        created_at -> Timestamp,
        hidden -> Bool,
    }
}

diesel::table! {
    organisations (id) {
        id -> Text,
        name -> Text,
        kind -> Text,
        park_id -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    members (id) {
        id -> Text,
        organisation_id -> Text,
        email -> Text,
        name -> Text,
        language -> Text,
        role -> Text,
        platform_admin -> Bool,
        password_hash -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    refresh_tokens (id) {
        id -> Text,
        family_id -> Text,
        member_id -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    api_keys (id) {
        id -> Text,
        organisation_id -> Text,
        member_id -> Text,
        name -> Text,
        secret_hash -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sites (id) {
        id -> Text,
        organisation_id -> Text,
        park_id -> Nullable<Text>,
        name -> Text,
        address -> Text,
        latitude -> Double,
        longitude -> Double,
        created_at -> Timestamp,
    }
}

diesel::table! {
    buildings (id) {
        id -> Text,
        site_id -> Text,
        organisation_id -> Text,
        name -> Text,
        year_built -> Nullable<Integer>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    inventories (id) {
        id -> Text,
        organisation_id -> Text,
        member_id -> Nullable<Text>,
        site_id -> Nullable<Text>,
        building_id -> Nullable<Text>,
        visibility -> Text,
        file_name -> Text,
        file_key -> Text,
        file_bytes -> BigInt,
        file_sha256 -> Text,
        state -> Text,
        reading -> Nullable<Text>,
        failure -> Nullable<Text>,
        row_count -> BigInt,
        created_count -> BigInt,
        changed_count -> BigInt,
        unchanged_count -> BigInt,
        rejected_count -> BigInt,
        dropped_count -> BigInt,
        missing_count -> BigInt,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    inventory_photos (id) {
        id -> Text,
        inventory_id -> Text,
        source -> Text,
        file_key -> Nullable<Text>,
        name -> Text,
        sheet -> Nullable<Text>,
        row_number -> Nullable<BigInt>,
        hash -> Nullable<Text>,
        state -> Text,
        problem -> Nullable<Text>,
        passport_id -> Nullable<Text>,
        passport_version -> Nullable<BigInt>,
    }
}

diesel::table! {
    inventory_rows (inventory_id, position) {
        inventory_id -> Text,
        position -> BigInt,
        sheet -> Text,
        row_number -> BigInt,
        outcome -> Text,
        passport_id -> Nullable<Text>,
        draft -> Nullable<Text>,
        problems -> Text,
        source -> Nullable<Text>,
        own_number -> Nullable<Text>,
    }
}

diesel::table! {
    inventory_corrections (id) {
        id -> Text,
        inventory_id -> Text,
        sheet -> Text,
        row_number -> BigInt,
        column_index -> Nullable<Integer>,
        field -> Nullable<Text>,
        value -> Nullable<Text>,
        was -> Text,
        actor -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    inventory_effects (inventory_id, passport_id) {
        inventory_id -> Text,
        passport_id -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    inventory_progress (inventory_id) {
        inventory_id -> Text,
        stage -> Text,
        done_count -> BigInt,
        total_count -> BigInt,
        started_at -> Timestamp,
        beat_at -> Timestamp,
        cancel_asked -> Bool,
        failure -> Nullable<Text>,
    }
}

diesel::table! {
    passports (id) {
        id -> Text,
        code -> Text,
        organisation_id -> Text,
        inventory_id -> Nullable<Text>,
        external_id -> Nullable<Text>,
        state -> Text,
        category -> Nullable<Text>,
        name -> Text,
        quantity_thousandths -> BigInt,
        unit -> Text,
        condition_technical -> Nullable<SmallInt>,
        site_id -> Nullable<Text>,
        building_id -> Nullable<Text>,
        visibility -> Text,
        price_cents -> Nullable<BigInt>,
        available_from -> Nullable<Text>,
        available_until -> Nullable<Text>,
        details -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        photos -> Nullable<Text>,
    }
}

diesel::table! {
    photos (hash) {
        hash -> Text,
        width -> Integer,
        height -> Integer,
        created_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        leaving_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    passport_photos (passport_id, hash) {
        passport_id -> Text,
        hash -> Text,
    }
}

diesel::table! {
    passport_events (passport_id, sequence) {
        passport_id -> Text,
        sequence -> BigInt,
        at -> Timestamp,
        actor -> Text,
        kind -> Text,
        changes -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    needs (id) {
        id -> Text,
        organisation_id -> Text,
        member_id -> Text,
        name -> Text,
        criteria -> Text,
        state -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        change_number -> BigInt,
        frequency -> Text,
        expires_on -> Nullable<Text>,
    }
}

diesel::table! {
    need_bills (id) {
        id -> Text,
        organisation_id -> Text,
        member_id -> Text,
        file_name -> Text,
        lines -> Text,
        is_accepted -> Bool,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    need_changes (id) {
        id -> Integer,
        last_number -> BigInt,
    }
}

diesel::table! {
    stock_counter (id) {
        id -> Integer,
        last_number -> BigInt,
    }
}

diesel::table! {
    stock_changes (number) {
        number -> BigInt,
        passport_ids -> Text,
    }
}

diesel::table! {
    need_snapshots (token) {
        token -> Text,
        number -> BigInt,
        written_at -> Timestamp,
    }
}

diesel::table! {
    need_sweeps (day) {
        day -> Text,
        missing -> Nullable<BigInt>,
        surplus -> Nullable<BigInt>,
        begun_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mutes (id) {
        id -> Text,
        member_id -> Text,
        kind -> Text,
        target -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    matches (id) {
        id -> Text,
        need_id -> Text,
        passport_id -> Text,
        organisation_id -> Text,
        score -> Double,
        reasons -> Text,
        passport_version -> BigInt,
        created_at -> Timestamp,
        told_terms -> Text,
        feedback -> Nullable<Text>,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        dedupe_key -> Text,
        kind -> Text,
        organisation_id -> Nullable<Text>,
        recipient -> Text,
        subject -> Text,
        mail -> Text,
        state -> Text,
        attempts -> Integer,
        due_at -> Timestamp,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        message_key -> Nullable<Text>,
        content_at -> Nullable<Timestamp>,
        doubts -> Integer,
        receipt -> Nullable<Text>,
        came_back -> Nullable<Text>,
    }
}

diesel::table! {
    mail_addresses (address) {
        address -> Text,
        soft_bounces -> Integer,
        stopped_at -> Nullable<Timestamp>,
        stopped_for -> Nullable<Text>,
        last_answer -> Nullable<Text>,
        lifts -> Integer,
    }
}

diesel::table! {
    unsubscribes (need_id, member_id) {
        need_id -> Text,
        member_id -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    idempotency_keys (name) {
        name -> Text,
        fingerprint -> Nullable<Text>,
        answer -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    jobs (id) {
        id -> Text,
        kind -> Text,
        payload -> Text,
        run_at -> Timestamp,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        dead_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mapping_profiles (id) {
        id -> Text,
        organisation_id -> Text,
        headings_sha256 -> Text,
        name -> Text,
        fields -> Text,
        choices -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    saved_searches (id) {
        id -> Text,
        organisation_id -> Text,
        member_id -> Text,
        name -> Text,
        query -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    alert_schedules (member_id) {
        member_id -> Text,
        time_zone -> Text,
        hour -> Integer,
        weekday -> Integer,
        month_day -> Integer,
        version -> BigInt,
        next_due_at -> Nullable<Timestamp>,
        digest_on -> Nullable<Text>,
        written_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    digest_runs (id) {
        id -> Text,
        member_id -> Text,
        period -> Text,
        written_at -> Timestamp,
    }
}

diesel::table! {
    notifications (id) {
        id -> Text,
        member_id -> Text,
        organisation_id -> Text,
        need_id -> Text,
        match_id -> Text,
        passport_id -> Text,
        passport_version -> BigInt,
        score -> Double,
        reasons -> Text,
        better -> Nullable<Text>,
        told_before -> Nullable<Text>,
        created_at -> Timestamp,
        read_at -> Nullable<Timestamp>,
        settled_at -> Nullable<Timestamp>,
        run_id -> Nullable<Text>,
        terms -> Nullable<Text>,
    }
}

diesel::table! {
    need_feeds (need_id) {
        need_id -> Text,
        generation -> BigInt,
    }
}

diesel::table! {
    webhook_endpoints (id) {
        id -> Text,
        organisation_id -> Text,
        member_id -> Text,
        url -> Text,
        secret -> Text,
        old_secret -> Nullable<Text>,
        old_until -> Nullable<Timestamp>,
        state -> Text,
        failures -> Integer,
        failing_since -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    webhook_deliveries (id) {
        id -> Text,
        endpoint_id -> Text,
        notification_id -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        due_at -> Timestamp,
        status -> Nullable<Integer>,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    canaries (id) {
        id -> Integer,
        member_id -> Text,
        passport_id -> Text,
        put_out_at -> Timestamp,
        sung_at -> Timestamp,
        heard_at -> Nullable<Timestamp>,
    }
}

diesel::joinable!(members -> organisations (organisation_id));
diesel::joinable!(passports -> organisations (organisation_id));
diesel::joinable!(passport_events -> passports (passport_id));
diesel::joinable!(matches -> needs (need_id));
diesel::joinable!(notifications -> digest_runs (run_id));
diesel::joinable!(notifications -> needs (need_id));
diesel::joinable!(notifications -> passports (passport_id));
diesel::joinable!(matches -> passports (passport_id));
diesel::joinable!(needs -> organisations (organisation_id));
diesel::allow_tables_to_appear_in_same_query!(
    parks,
    organisations,
    members,
    refresh_tokens,
    api_keys,
    sites,
    buildings,
    inventories,
    inventory_rows,
    inventory_corrections,
    inventory_effects,
    inventory_progress,
    mapping_profiles,
    passports,
    passport_events,
    photos,
    passport_photos,
    inventory_photos,
    needs,
    need_bills,
    need_changes,
    stock_counter,
    stock_changes,
    need_snapshots,
    need_sweeps,
    mutes,
    matches,
    notifications,
    digest_runs,
    alert_schedules,
    canaries,
    need_feeds,
    webhook_endpoints,
    webhook_deliveries,
    outbox,
    mail_addresses,
    unsubscribes,
    idempotency_keys,
    jobs,
    saved_searches,
);
