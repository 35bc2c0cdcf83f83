import { z } from 'zod';

// Before the first schema is built: zod would try whether it may build code from text, and the browser
// would report that against the content security policy. So main.tsx imports this file first.
z.config({ jitless: true });
