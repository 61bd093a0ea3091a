#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| huzma_fuzz::exercise::records(data));
