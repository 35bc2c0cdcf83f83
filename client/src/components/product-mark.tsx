/** The sign of the product: an hour, most of it gone. */
export function ProductMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g className="stroke-on-accent" fill="none" strokeLinecap="round" strokeLinejoin="round">
        <path d="M16 6.5a9.5 9.5 0 1 1-9.5 9.5" strokeWidth="3" />
        <path d="M16 11v5l3.6 2.6" strokeWidth="2.6" />
      </g>
      <circle cx="9.3" cy="9.3" r="1.9" className="fill-on-accent" opacity="0.65" />
    </svg>
  );
}
